"""The forms by key: title, number printed at the top right, shape, whether a blank is offered for download."""

from dataclasses import dataclass

from documents.papers import awards, ballots, employers, filings, forms, letters, meetings, notices, reports, runs


@dataclass(frozen=True)
class Form:
    """A form. `title` names the file and the PDF; `number` is the form's own; `blank` says that a blank exists.

    like: the style sheet that comes before its own: another form's, or `issued` of those that bear a seal.
    """

    key: str
    title: str
    number: str
    shape: type
    blank: bool = False
    like: str = ""


_ALL = (
    Form("employer_notice", "推荐单位公示", "和职表01", notices.EmployerNotice, blank=True),
    Form("employer_notice_result", "推荐单位公示结果", "和职表02", notices.EmployerNoticeResult, blank=True),
    Form("appraisal_form", "专业技术人员业务考核表", "和职表03", forms.AppraisalForm, blank=True),
    Form("commitment", "个人承诺书", "和职表04", forms.Commitment, blank=True),
    Form("training_exemption", "继续教育免学审批表", "和职表05", forms.TrainingExemption, blank=True),
    Form("report_form", "专业技术职务任职资格呈报表", "和职表06", reports.ReportForm),
    Form("recommendation", "推荐报告", "和职表07", letters.Recommendation),
    Form("conduct", "个人现实表现", "和职表08", letters.Conduct),
    Form("receipt", "申报回执", "和职表09", letters.Receipt),
    Form("return_letter", "退回修改通知", "和职表10", letters.ReturnLetter),
    Form("refusal", "不予受理通知书", "和职表11", letters.Refusal, like="issued"),
    Form("fee_notice", "缴费通知", "和职表12", letters.FeeNotice, like="issued"),
    Form("fee_receipt", "缴费凭证", "和职表13", letters.FeeReceipt, like="issued"),
    Form("result_publicity", "评审结果公示", "和职表14", notices.ResultPublicity, like="issued"),
    Form("result_document", "任职资格文件", "", awards.ResultDocument, like="issued"),
    Form("certificate", "专业技术职务任职资格证书（电子）", "", awards.Certificate),
    Form("print_run", "批量打印清单", "", runs.PrintRun),
    Form("employer_batch_notice", "推荐单位公示（批量）", "和职表15", employers.EmployerBatchNotice, blank=True),
    Form(
        "employer_batch_result", "推荐单位公示结果（批量）", "和职表16", employers.EmployerBatchResult, blank=True
    ),
    Form("employer_commitment", "单位审核承诺书", "和职表17", employers.EmployerCommitment, blank=True),
    Form("defence_notice", "专业水平答辩通知", "和职表18", meetings.DefenceNotice),
    Form("blind_summary", "评审简表（盲评）", "和职表19", meetings.BlindSummary),
    Form("named_summary", "评审简表", "和职表20", meetings.NamedSummary),
    Form("roster", "评审对象花名册", "和职表21", meetings.Roster, blank=True),
    Form("sign_in_sheet", "评审会议签到表", "和职表22", meetings.SignInSheet, blank=True),
    Form("expert_commitment", "评审专家承诺书", "和职表23", meetings.ExpertCommitment, blank=True),
    Form("score_sheet", "量化评分表", "和职表24", meetings.ScoreSheet, blank=True),
    Form("defence_record", "答辩记录表", "和职表25", meetings.DefenceRecord, blank=True),
    Form("ballot", "表决票", "和职表26", ballots.Ballot, blank=True),
    Form("count_sheet", "计票表", "和职表27", ballots.CountSheet, blank=True),
    Form("minutes", "评审会议纪要", "和职表28", ballots.Minutes),
    Form("draw_record", "评审专家抽取记录", "和职表29", ballots.DrawRecord, blank=True),
    Form("filing_prior", "评审委员会组建备案表", "和职表30", filings.FilingPrior),
    Form("filing_meeting", "评审会议会前备案表", "和职表31", filings.FilingMeeting),
    Form("filing_post", "评审结果备案表", "和职表32", filings.FilingPost),
    Form("certificate_copy", "任职资格证书（电子）加注件", "", awards.CertificateCopy, like="certificate"),
)

FORMS: dict[str, Form] = {form.key: form for form in _ALL}
BLANKS: tuple[str, ...] = tuple(form.key for form in _ALL if form.blank)
