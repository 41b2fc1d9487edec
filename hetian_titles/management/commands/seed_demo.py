"""Fills an empty installation with the demonstration, wholly or not at all; a second run changes nothing."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from campaigns.models import Campaign
from campaigns.selectors import working_calendar
from hetian_titles.demo.cases import Applicants, Today, demo_campaign, play_2025
from hetian_titles.demo.people import People, add_experts, give_telephones, make_officers, make_units
from hetian_titles.demo.steps import BEIJING, Cast


class Command(BaseCommand):
    help = (
        "Invents people in every role and cases in every state, and writes their sign-ins to demo-accounts.json."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration is for demonstrations: this installation is not one.")
        if User.objects.filter(is_demo=True).exists():
            self.stdout.write("演示数据已有，保持不变")
            return
        with transaction.atomic():  # who presses Ctrl-C meanwhile finds nothing half made
            self._write(self._play())

    def _play(self) -> People:
        """Let everybody do his part; gives the people."""
        now = timezone.now()
        people = People()
        people.add("演示管理员", "administrator", "和田地区职称申报平台", is_staff=True)
        give_telephones()
        units = make_units(now)
        officers = make_officers(people, units)
        add_experts(people)
        calendar = working_calendar()
        applicants = Applicants(people)
        campaign = demo_campaign(now.astimezone(BEIJING).date())
        Today(Cast(campaign, calendar, units, officers), applicants, now).play()
        finished = Campaign.objects.get(key="2025")
        play_2025(Cast(finished, calendar, units, officers), applicants)
        return people

    def _write(self, people: People) -> None:
        order = {"applicant": 0, **{role: place for place, role in enumerate(Role.values, start=1)}}
        accounts = sorted(people.accounts, key=lambda account: order.get(account["role_key"], 99))
        path = settings.DATA / "demo-accounts.json"
        path.write_text(json.dumps(accounts, ensure_ascii=False, indent=1), encoding="utf-8")
        self.stdout.write(f"演示数据：{len(accounts)}个账号")
