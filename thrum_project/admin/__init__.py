"""The pages about the people of the back office themselves, and which of the libraries' pages there are."""

from thrum_project.admin import tasks
from thrum_project.admin.saved_filters import SavedFilterAdmin
from thrum_project.admin.sign_ins import RefusedSignInAdmin, SignInAdmin
from thrum_project.admin.users import RoleAdmin, StaffAdmin

__all__ = ["RefusedSignInAdmin", "RoleAdmin", "SavedFilterAdmin", "SignInAdmin", "StaffAdmin", "tasks"]
