from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "文书"

    def ready(self) -> None:
        from django.core import checks

        from documents.checks import (
            faces_weigh_little,
            ofd_can_be_drawn,
            papers_can_be_made,
            virus_scanner_answers,
            virus_scanner_is_named,
        )
        from documents.signing.checks import key_can_sign, signing_is_settled

        checks.register(papers_can_be_made)
        checks.register(virus_scanner_is_named)
        checks.register(virus_scanner_answers, deploy=True)
        checks.register(ofd_can_be_drawn, deploy=True)
        checks.register(faces_weigh_little, deploy=True)
        checks.register(signing_is_settled)
        checks.register(key_can_sign, deploy=True)
