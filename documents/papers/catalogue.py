"""The forms by key: title, number printed at the top right, shape, whether a blank is offered for download."""

from dataclasses import dataclass

from documents.papers import awards, forms, letters, notices, reports, runs


@dataclass(frozen=True)
class Form:
    """A form. `title` names the file and the PDF; `number` is the form's own; `blank` says that a blank exists."""

    key: str
    title: str
    number: str
    shape: type
    blank: bool = False


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
    Form("refusal", "不予受理通知书", "和职表11", letters.Refusal),
    Form("fee_notice", "缴费通知", "和职表12", letters.FeeNotice),
    Form("fee_receipt", "缴费凭证", "和职表13", letters.FeeReceipt),
    Form("result_publicity", "评审结果公示", "和职表14", notices.ResultPublicity),
    Form("result_document", "任职资格文件", "", awards.ResultDocument),
    Form("certificate", "专业技术职务任职资格证书（电子）", "", awards.Certificate),
    Form("print_run", "批量打印清单", "", runs.PrintRun),
)

FORMS: dict[str, Form] = {form.key: form for form in _ALL}
BLANKS: tuple[str, ...] = tuple(form.key for form in _ALL if form.blank)
