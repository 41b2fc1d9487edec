"""The words of an application: states, sections, marks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.enums import SectionKey as SectionKey


class State(models.TextChoices):
    """The states of workflow.md, with their names on screen."""

    DRAFT = "draft", _("草稿")
    EMPLOYER_CHECK = "employer_check", _("单位审核")
    EMPLOYER_NOTICE = "employer_notice", _("单位公示")
    INITIAL_REVIEW = "initial_review", _("初审")
    FINAL_REVIEW = "final_review", _("复审")
    RETURNED = "returned", _("退回修改")
    ACCEPTED = "accepted", _("已接收材料")
    IN_COMMITTEE = "in_committee", _("评审中")
    PASSED = "passed", _("评审通过")
    FAILED = "failed", _("评审未通过")
    PUBLICISED = "publicised", _("结果公示中")
    QUALIFIED = "qualified", _("已取得资格")
    CERTIFIED = "certified", _("已发证")
    REJECTED = "rejected", _("不予受理")
    LAPSED = "lapsed", _("逾期失效")
    WITHDRAWN = "withdrawn", _("已撤回")
    REVOKED = "revoked", _("已撤销")


#: States after which nothing more happens and the person may apply again.
ENDED = (State.FAILED, State.REJECTED, State.LAPSED, State.WITHDRAWN, State.REVOKED)
LIVE = tuple(state for state in State if state not in ENDED)
#: States in which the applicant may write in the form.
EDITABLE = (State.DRAFT, State.RETURNED)
REVIEWING = (State.INITIAL_REVIEW, State.FINAL_REVIEW)
BEFORE_COMMITTEE = (
    State.DRAFT,
    State.EMPLOYER_CHECK,
    State.EMPLOYER_NOTICE,
    State.INITIAL_REVIEW,
    State.FINAL_REVIEW,
    State.RETURNED,
    State.ACCEPTED,
)
#: From the moment on that the deciding office has the case, until the experts have judged it: what they see is released.
RELEASED_IN = (State.FINAL_REVIEW, State.ACCEPTED, State.IN_COMMITTEE)
#: While the office that decides masks a file again that its owner can no longer change.
REMASKED_IN = (State.ACCEPTED, State.IN_COMMITTEE)
DECIDED_WELL = (State.PASSED, State.PUBLICISED, State.QUALIFIED, State.CERTIFIED)


class Transition(models.TextChoices):
    """What an event records; the name is that of the method in `workflow.py`."""

    START = "start", _("开始填写")
    SUBMIT = "submit", _("提交申报")
    RETURN_TO_APPLICANT = "return_to_applicant", _("单位退回")
    START_NOTICE = "start_notice", _("单位同意推荐，开始公示")
    FORWARD = "forward", _("单位报送")
    RETURN_FOR_CORRECTION = "return_for_correction", _("退回修改")
    RESUBMIT = "resubmit", _("重新提交")
    PASS_INITIAL = "pass_initial", _("通过初审")
    ACCEPT = "accept", _("接收材料")
    REJECT = "reject", _("不予受理")
    CONFIRM_ORIGINALS = "confirm_originals", _("现场核验原件")
    SETTLE_FEE = "settle_fee", _("费用到账")
    RELEASE_COPY = "release_copy", _("放行盲评副本")
    WITHDRAW_COPY = "withdraw_copy", _("撤下盲评副本")
    MASK_AGAIN = "mask_again", _("重新遮盖")
    ENTER_COMMITTEE = "enter_committee", _("进入评审")
    DETERMINE_PASS = "determine_pass", _("审定通过")
    DETERMINE_FAIL = "determine_fail", _("审定未通过")
    PASS_REVIEW = "pass_review", _("评审通过")
    FAIL_REVIEW = "fail_review", _("评审未通过")
    PUBLICISE = "publicise", _("结果公示")
    UPHOLD_OBJECTION = "uphold_objection", _("异议成立")
    ISSUE = "issue", _("印发任职资格文件")
    CERTIFY = "certify", _("签发电子证书")
    WITHDRAW = "withdraw", _("本人撤回")
    LAPSE = "lapse", _("逾期失效")
    REVOKE = "revoke", _("撤销资格")


class Verdict(models.TextChoices):
    """How a reviewer marks one checklist item."""

    OK = "ok", _("符合")
    PROBLEM = "problem", _("有问题")
    NOT_APPLICABLE = "not_applicable", _("不适用")


class FaultTarget(models.TextChoices):
    SECTION = "section", _("填报内容")
    SLOT = "slot", _("上传材料")


class PaperKind(models.TextChoices):
    """Papers that the portal typesets; the value is the form's name in `documents`."""

    RECEIPT = "receipt", _("申报回执")
    COMMITMENT = "commitment", _("个人承诺书")
    EMPLOYER_NOTICE = "employer_notice", _("推荐单位公示")
    EMPLOYER_NOTICE_RESULT = "employer_notice_result", _("推荐单位公示结果")
    RECOMMENDATION = "recommendation", _("推荐报告")
    CONDUCT = "conduct", _("个人现实表现")
    APPRAISAL_FORM = "appraisal_form", _("专业技术人员业务考核表")
    RETURN_LETTER = "return_letter", _("退回通知")
    REFUSAL = "refusal", _("不予受理通知书")
    FEE_NOTICE = "fee_notice", _("缴费通知")
    FEE_RECEIPT = "fee_receipt", _("缴费凭证")
    REPORT_FORM = "report_form", _("呈报表")
    RESULT_PUBLICITY = "result_publicity", _("评审结果公示")
    RESULT_DOCUMENT = "result_document", _("任职资格文件")
    CERTIFICATE = "certificate", _("电子证书")
    ROSTER = "roster", _("评审对象花名册")
    NAMED_SUMMARY = "named_summary", _("评审简表")
    SIGN_IN_SHEET = "sign_in_sheet", _("评审会议签到表")
    BALLOT = "ballot", _("表决票")
    COUNT_SHEET = "count_sheet", _("计票表")
    MINUTES = "minutes", _("评审会议纪要")
    EXPERT_COMMITMENT = "expert_commitment", _("评审专家承诺书")
    SCORE_SHEET = "score_sheet", _("量化评分表")
    DEFENCE_RECORD = "defence_record", _("答辩记录表")
    DEFENCE_NOTICE = "defence_notice", _("专业水平答辩通知")
    DRAW_RECORD = "draw_record", _("评审专家抽取记录")
    FILING_PRIOR = "filing_prior", _("评审委员会组建备案表")
    FILING_MEETING = "filing_meeting", _("评审会议会前备案表")
    FILING_POST = "filing_post", _("评审结果备案表")
    CERTIFICATE_COPY = "certificate_copy", _("证书加注件")
    EMPLOYER_BATCH_NOTICE = "employer_batch_notice", _("推荐单位公示（批量）")
    EMPLOYER_BATCH_RESULT = "employer_batch_result", _("推荐单位公示结果（批量）")
    EMPLOYER_COMMITMENT = "employer_commitment", _("单位审核承诺书")


class PaperStatus(models.TextChoices):
    WAITING = "waiting", _("正在制作")
    READY = "ready", _("已制作")
    TOGETHER = "together", _("可以制作PDF")  # set for printing, in one file with others
    FAILED = "failed", _("制作失败")
    OUTDATED = "outdated", _("已作废")


class CheckStatus(models.TextChoices):
    """How far the portal is with looking at a file."""

    WAITING = "waiting", _("正在检查")
    READY = "ready", _("已检查")
    FAILED = "failed", _("没有查成")


class MaskKind(models.TextChoices):
    """What a box on a page covers (C21)."""

    NAME = "name", _("姓名")
    EMPLOYER = "employer", _("工作单位")
    ID_NUMBER = "id_number", _("身份证号")
    PHONE = "phone", _("电话号码")
    FACE = "face", _("照片")
    CODE = "code", _("二维码、条形码")
    SEAL = "seal", _("公章")
    OTHER = "other", _("其他")


class BlindStatus(models.TextChoices):
    """How far a blind copy is."""

    WAITING = "waiting", _("正在生成")
    READY = "ready", _("已生成")
    FAILED = "failed", _("没有生成")
    OUTDATED = "outdated", _("已作废")


class CopyStand(models.TextChoices):
    """How a file stands before the experts, the most urgent first (C21)."""

    WITHDRAWN = "withdrawn", _("专家看出了是谁，撤下了")
    LEAKING = "leaking", _("可能还有没遮的")
    FAILED = "failed", _("没有做成")
    MISSING = "missing", _("没有副本")
    UNMASKED = "unmasked", _("没有确认遮好")
    WAITING = "waiting", _("正在生成")
    FIT = "fit", _("专家可以看")


class RunStatus(models.TextChoices):
    """How far a print run is."""

    MAKING = "making", _("正在制作")
    WAITING = "waiting", _("正在装订")
    READY = "ready", _("已制作")
    FAILED = "failed", _("制作失败")
    STOPPED = "stopped", _("已停止")
    EXPIRED = "expired", _("文件已删除")
    LOST = "lost", _("文件不在了")


class PartStatus(models.TextChoices):
    """How far a part of a print run is."""

    WAITING = "waiting", _("正在制作")
    READY = "ready", _("已制作")
    FAILED = "failed", _("制作失败")
    STOPPED = "stopped", _("已停止")


class ItemStatus(models.TextChoices):
    """What became of one case of a print run."""

    WAITING = "waiting", _("等待打印")
    PRINTED = "printed", _("已打印")
    LEFT_OUT = "left_out", _("没有打印")


class PrintAct(models.TextChoices):
    """What somebody does with a print run."""

    ASK = "ask", _("提交打印")
    STOP = "stop", _("停止")
    RESUME = "resume", _("继续")
    TAKE = "take", _("下载")
