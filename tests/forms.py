"""Filling in a form of a page as a person could: only what is there, only what is offered."""


def find_form(tree, button, fields):
    """The one form that has the named fields and the button."""
    forms = [form for form in tree.css("form") if _names(form) >= set(fields)]
    if button is not None:
        forms = [form for form in forms if _button(form, button) is not None]
    # Forms of the page's frame (search, sign out) only when nothing of the page itself fits.
    inside = [form for form in forms if form.css_matches("main form")]
    found = inside or forms
    if not found:
        there = [(sorted(_names(form)), _buttons(form)) for form in tree.css("form")]
        raise AssertionError(f"no form with {sorted(fields)} and button {button!r}; there are {there}")
    if len(found) > 1 and not (fields or button):
        raise AssertionError(f"{len(found)} forms here: name the button, of {[_buttons(f) for f in found]}")
    return found[0]


def filled(form, button, fields):
    """What a browser would send: what the page filled in, changed by `fields`."""
    data: dict[str, list] = {}
    for control in _controls(form):
        name = control.attributes["name"]
        if name not in fields:
            data.setdefault(name, []).extend(_standing(control))
    for name, value in fields.items():
        data[name] = _chosen(form, name, value)
    pressed = _button(form, button) if button else _first_button(form)
    if pressed is not None and pressed.attributes.get("name"):
        data[pressed.attributes["name"]] = [pressed.attributes.get("value") or ""]
    return {name: values for name, values in data.items() if values}


def _controls(form):
    own = form.css("input[name], select[name], textarea[name]")
    # A control outside the form may belong to it by its form attribute.
    identity = form.attributes.get("id")
    return own + (form.parser.css(f'[form="{identity}"][name]') if identity else [])


def _names(form):
    return {control.attributes["name"] for control in _controls(form)}


def _kind(control):
    return (control.attributes.get("type") or "text").lower() if control.tag == "input" else control.tag


def _standing(control):
    if "disabled" in control.attributes:
        return []
    kind = _kind(control)
    if kind in {"checkbox", "radio"}:
        return [_value(control)] if "checked" in control.attributes else []
    if kind == "select":
        return _selected(control)
    if kind == "textarea":
        return [control.text(strip=False)]
    return (
        []
        if kind in {"submit", "button", "image", "file", "reset"}
        else [control.attributes.get("value") or ""]
    )


def _selected(control):
    options = control.css("option")
    chosen = [_value(option) for option in options if "selected" in option.attributes]
    if chosen or "multiple" in control.attributes:
        return chosen
    return [_value(option) for option in options[:1]]


def _value(control):
    told = control.attributes.get("value")
    if control.tag == "option" and "value" not in control.attributes:
        return control.text(strip=True)
    return "on" if told is None and control.tag == "input" else told or ""


def _chosen(form, name, value):
    controls = [control for control in _controls(form) if control.attributes["name"] == name]
    kind = _kind(controls[0])
    if value is False:
        return []
    if value is True:
        assert kind == "checkbox", f"{name} is no box to tick"
        return [_value(controls[0])]
    values = [one if kind == "file" else str(one) for one in (value if isinstance(value, list) else [value])]
    offered = None
    if kind == "select":
        offered = {_value(option) for option in controls[0].css("option")}
    elif kind in {"checkbox", "radio"}:
        offered = {_value(control) for control in controls if "disabled" not in control.attributes}
    unknown = set(values) - offered if offered is not None else set()
    assert not unknown, f"{name} does not offer {sorted(unknown)}, only {sorted(offered)}"
    return values


def _submitting(form):
    buttons = form.css("button, input[type=submit]")
    identity = form.attributes.get("id")
    buttons += form.parser.css(f'button[form="{identity}"]') if identity else []
    return [one for one in buttons if (one.attributes.get("type") or "submit") == "submit"]


def _words(button):
    return " ".join((button.text() or button.attributes.get("value") or "").split())


def _buttons(form):
    return [_words(button) for button in _submitting(form)]


def _button(form, words):
    exact = [one for one in _submitting(form) if _words(one) == words]
    partly = [one for one in _submitting(form) if words in _words(one)]
    return (exact or partly or [None])[0]


def _first_button(form):
    return next(iter(_submitting(form)), None)
