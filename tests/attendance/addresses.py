"""Where the pages of a shift's day are."""


def check_in(shift):
    return f"/check-in/{shift.id}"


def roster(shift, end=""):
    return f"/desk/shifts/{shift.id}/roster{end}"


def settle(shift):
    return f"/desk/shifts/{shift.id}/settle"
