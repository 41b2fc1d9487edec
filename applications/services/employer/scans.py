"""The signed and sealed papers that the employer scans (C20)."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.acting import Act
from applications.models import Material
from applications.services.employer.common import held
from applications.services.materials import Upload, add_material, remove_material


def add_scan(*, application_id: int, slot_key: str, file: UploadedFile, act: Act) -> Material:
    """Put a scan, declared to hold no secret (C22), into an employer slot; raises `Refused`."""
    with transaction.atomic():
        held(application_id, act)
    upload = Upload(file, file.name or "", declassified=True)
    return add_material(application_id=application_id, slot_key=slot_key, upload=upload, act=act)


def remove_scan(*, material_id: int, act: Act) -> Material:
    """Take a scan out again."""
    return remove_material(material_id=material_id, act=act)
