"""Make the first officers of an installation, or give a registered person a role."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.enums import DocumentKind, Role
from accounts.models import Membership, Office, User
from accounts.rules.documents import document_fault
from accounts.rules.identity import is_phone, normal_document, normal_name, normal_phone
from accounts.rules.names import name_fault

OFFICE_ROLES = [role.value for role in Role if role not in Role.of_employer()]


class Command(BaseCommand):
    help = "Make an officer: an account with a temporary password, and a role in an office. Safe to run twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True)
        parser.add_argument("--document", required=True, help="resident's ID number")
        parser.add_argument("--phone", required=True)
        parser.add_argument("--email", default="")
        parser.add_argument("--office", required=True, help="key of the office, such as hetian-shi-hr")
        parser.add_argument("--role", required=True, choices=OFFICE_ROLES)
        parser.add_argument("--staff", action="store_true", help="may also open the admin, as its superuser")

    def handle(self, *args: Any, **options: Any) -> None:
        office = Office.objects.filter(key=options["office"]).first()
        if office is None:
            raise CommandError(f"There is no office {options['office']!r}.")
        with transaction.atomic():
            user, password = self._person(options)
            Membership.objects.update_or_create(
                user=user, role=options["role"], office=office, defaults={"is_active": True}
            )
        self.stdout.write(f"{user.name}: {options['role']}, {office.name}")
        if password:
            self.stdout.write(f"Temporary password, to be changed at the first sign-in: {password}")

    def _person(self, options: dict[str, Any]) -> tuple[User, str]:
        number, phone = normal_document(options["document"]), normal_phone(options["phone"])
        found = User.objects.with_document(number)
        if found:
            return found, ""
        self._check(options["name"], number, phone)
        password = f"Aa-{secrets.token_urlsafe(12)}"
        user = User.objects.create_user(
            name=normal_name(options["name"]),
            document_number=number,
            phone=phone,
            email=options["email"],
            password=password,
            must_change_password=True,
            is_staff=options["staff"],
            is_superuser=options["staff"],
        )
        return user, password

    def _check(self, name: str, number: str, phone: str) -> None:
        fault = name_fault(normal_name(name)) or document_fault(DocumentKind.ID_CARD, number, timezone.localdate())
        if fault or not is_phone(phone):
            raise CommandError(str(fault or "The phone is not a mobile number of the mainland."))
        if User.objects.with_phone(phone):
            raise CommandError("The phone belongs to another account.")
