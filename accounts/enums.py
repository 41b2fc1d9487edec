"""The words of people and offices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """Identity documents a person may sign up with (reference-data §8)."""

    ID_CARD = "id_card", _("居民身份证")
    HMT_RESIDENCE = "hmt_residence", _("港澳台居民居住证")
    FOREIGN_PERMANENT = "foreign_permanent", _("外国人永久居留身份证")
    PASSPORT = "passport", _("护照")


class DivisionKind(models.TextChoices):
    PREFECTURE = "prefecture", _("地区")
    COUNTY = "county", _("县市")
    CORPS = "corps", _("兵团")
    DIRECT = "direct", _("地直")


class OfficeKind(models.TextChoices):
    """The offices of the notice's address line, the county title offices and the supervisor."""

    COUNTY_HR = "county_hr", _("县市人社局")
    SECTOR = "sector", _("行业主管部门")
    EMPLOYMENT_SERVICE = "employment_service", _("公共就业服务机构")
    COUNTY_TITLE = "county_title", _("县市职称办")
    TITLE_OFFICE = "title_office", _("地区职称办")
    SUPERVISION = "supervision", _("监督部门")


class SealKind(models.TextChoices):
    """The seals of an office whose picture its papers may bear."""

    OFFICIAL = "official", _("公章")
    TITLE = "title", _("职称专用章")


class EmployerKind(models.TextChoices):
    """What an employer is; C01, C02 and C41 turn on it."""

    PRIVATE = "private", _("民营企业")
    INDIVIDUAL = "individual", _("个体工商户")
    COOPERATIVE = "cooperative", _("农民专业合作社")
    NONPROFIT = "nonprofit", _("民办非企业单位")
    OUTSIDE = "outside", _("疆外民营企业（派驻和田）")
    STATE_OWNED = "state_owned", _("国有企业")
    PUBLIC_INSTITUTION = "public_institution", _("事业单位")


class Tier(models.TextChoices):
    """The layer of a work site (C31)."""

    PREFECTURE = "prefecture", _("地直")
    COUNTY = "county", _("县市")
    TOWNSHIP = "township", _("乡镇")


class EmployerStatus(models.TextChoices):
    PENDING = "pending", _("待县市人社局确认")
    CONFIRMED = "confirmed", _("已确认")
    REFUSED = "refused", _("未通过")


class Role(models.TextChoices):
    """What a membership lets a person do, for one employer or one office."""

    EMPLOYER_CLERK = "employer_clerk", _("单位经办人")
    EMPLOYER_HEAD = "employer_head", _("单位负责人")
    REVIEWER = "reviewer", _("审核员")
    TITLE_OFFICER = "title_officer", _("职称办经办人")
    COMMITTEE_SECRETARY = "committee_secretary", _("评委会秘书")
    COMMITTEE_CHAIR = "committee_chair", _("主任委员")
    EXPERT = "expert", _("评审专家")
    SUPERVISOR = "supervisor", _("监督员")

    @classmethod
    def of_employer(cls) -> tuple[str, ...]:
        return (cls.EMPLOYER_CLERK, cls.EMPLOYER_HEAD)


class IntegrityKind(models.TextChoices):
    PERSON = "person", _("申报人")
    RESPONSIBLE = "responsible", _("直接责任人")
    EMPLOYER = "employer", _("单位")


class Channel(models.TextChoices):
    INBOX = "inbox", _("站内消息")
    EMAIL = "email", _("电子邮件")


class DeliveryStatus(models.TextChoices):
    WAITING = "waiting", _("待发送")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("未送达")
