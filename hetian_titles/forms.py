"""How forms are drawn: each field through `components/field.html`."""

from django.forms.renderers import TemplatesSetting


class PortalFormRenderer(TemplatesSetting):
    """Draws fields with the portal's component."""

    field_template_name = "components/field.html"
