"""What Django itself refuses before any page is asked is told in Chinese."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import stories

pytestmark = pytest.mark.django_db


def test_more_files_than_a_request_may_hold(client, settings):
    """C15: a clear sentence and nothing stored, not a bare English line."""
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    case = stories.drafted()
    client.force_login(case.applicant)
    files = [SimpleUploadedFile(f"{number}.png", stories.picture(number)) for number in range(3)]
    answer = client.post(reverse("applications:upload", args=[case.number, "achievements"]), {"file": files})
    assert answer.status_code == 400
    assert "少选几个再传" in answer.content.decode()
    assert not case.materials.exists()
