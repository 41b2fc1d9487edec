"""What the fees do when an application is accepted, withdrawn or lapses."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext

from accounts.acting import Act
from applications.models import Application
from applications.signals import application_accepted, application_lapsed, application_withdrawn
from payments.services.orders import close_order, open_order


@receiver(application_accepted, dispatch_uid="payments.open_order")
def on_accepted(sender: object, *, application: Application, act: Act, **_: Any) -> str:
    """Open the order; give what the message of the acceptance has to say of it."""
    order = open_order(application, act=act)
    return gettext("缴款码%(code)s。逾期不缴，申报失效。") % {"code": order.grouped_code} if order else ""


@receiver(application_withdrawn, dispatch_uid="payments.withdrawn")
def on_withdrawn(sender: object, *, application: Application, act: Act, **_: Any) -> None:
    close_order(application, reason=gettext("本人撤回申报"), act=act)


@receiver(application_lapsed, dispatch_uid="payments.lapsed")
def on_lapsed(sender: object, *, application: Application, act: Act, **_: Any) -> None:
    close_order(application, reason=gettext("申报逾期失效，没有进入评审"), act=act)
