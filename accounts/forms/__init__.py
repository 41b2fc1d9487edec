from accounts.forms.base import PortalForm

__all__ = ["PortalForm"]
