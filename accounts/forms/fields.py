"""Fields that know the normal form of numbers and the house's limits for files."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.rules.identity import is_phone, is_uscc, normal_document, normal_phone
from accounts.services.employers import Licence
from documents.apart import inspect
from documents.formats import accept
from documents.inspection import MB, FileRefused

LICENCE_BYTES = 10 * MB
LICENCE_PAGES = 5
LICENCE_KINDS = ("jpeg", "png", "pdf")  # shown as they are, so only what every browser draws


class PhoneField(forms.CharField):
    """A mobile telephone number of the mainland; gives its 11 digits."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "is-tel", "inputmode": "tel", "autocomplete": "tel"})
        super().__init__(**{"max_length": 30, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        phone = normal_phone(super().clean(value))
        if not phone or is_phone(phone):
            return phone
        if phone.isdigit() and len(phone) != 11:
            raise ValidationError(_("现在是%(length)d位，应为11位。请核对。"), params={"length": len(phone)})
        raise ValidationError(_("手机号码是11位数字，以13到19开头。请核对。"))


class AddressField(forms.EmailField):
    """An e-mail address; taken as well when its signs were typed as wide as 汉字, as Chinese keyboards do."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email"})
        super().__init__(**{"max_length": 254, "required": False, "widget": widget, **kwargs})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(unicodedata.normalize("NFKC", value or "").replace("。", ".")))


class UsccField(forms.CharField):
    """A unified social credit code; gives its 18 characters in capitals (GB 32100)."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "is-id", "autocomplete": "off", "autocapitalize": "characters"})
        super().__init__(**{"max_length": 40, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        code = normal_document(super().clean(value))
        if is_uscc(code):
            return code
        if len(code) != 18:
            raise ValidationError(
                _("现在是%(length)d位，应为18位。请对照营业执照核对。"), params={"length": len(code)}
            )
        raise ValidationError(
            _("最后一位校验码对不上，可能有一位打错了，或把0打成了字母O。请对照营业执照逐位核对。")
        )


class LicenceField(forms.FileField):
    """A scan of a business licence, known by its content; gives a `Licence`."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.ClearableFileInput(attrs={"accept": accept(LICENCE_KINDS)})
        super().__init__(**{"max_length": 200, "allow_empty_file": True, "widget": widget, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload: UploadedFile | None = super().clean(data, initial)
        if not isinstance(upload, UploadedFile):
            return None
        if (upload.size or 0) > LICENCE_BYTES:
            raise ValidationError(
                _("文件有%(size).1f MB，这里最多10 MB。请用较低的分辨率重新扫描。"),
                params={"size": (upload.size or 0) / MB},
            )
        content = upload.read()
        try:
            seen = inspect(content, allowed=LICENCE_KINDS, max_bytes=LICENCE_BYTES, max_pages=LICENCE_PAGES)
        except FileRefused as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from None
        return Licence(content=content, kind=seen.kind, name=str(upload.name))
