"""Brings a production installation up to date, before its processes start: python -m scripts.release

Makes the tables, loads what reference data and which blank forms are missing, makes the bucket. Can run again at every
start.
"""

import os

from scripts.prepare import reference_steps


def make_bucket() -> None:
    """Make the bucket of uploads unless it is there."""
    from botocore.exceptions import ClientError
    from django.core.files.storage import default_storage

    client = default_storage.connection.meta.client  # type: ignore[attr-defined]
    name = default_storage.bucket_name  # type: ignore[attr-defined]
    try:
        client.head_bucket(Bucket=name)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        client.create_bucket(Bucket=name)


def main() -> None:
    """Run the steps in one process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hetian_titles.settings.production")
    import django
    from django.core.management import call_command
    from django.utils import timezone

    django.setup()
    for step in reference_steps(timezone.localdate()):
        call_command(*step)
    make_bucket()
    call_command("check", deploy=True)


if __name__ == "__main__":
    main()
