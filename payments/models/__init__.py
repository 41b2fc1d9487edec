from payments.models.order import FeeImport, FeeOrder

__all__ = ["FeeImport", "FeeOrder"]
