"""Django's exceptions that do not come from the database."""

NON_FIELD_ERRORS = "__all__"


class FieldDoesNotExist(Exception):
    pass


class ObjectDoesNotExist(Exception):
    pass


class MultipleObjectsReturned(Exception):
    pass


class SuspiciousOperation(Exception):
    pass


class PermissionDenied(Exception):
    pass


class ViewDoesNotExist(Exception):
    pass


class ImproperlyConfigured(Exception):
    pass


class FieldError(Exception):
    pass


class FullResultSet(Exception):
    """Every row matches the condition: there is nothing to write into WHERE."""


class EmptyResultSet(Exception):
    """No row can match the condition: no statement is sent."""


class BadRequest(Exception):
    pass


class SynchronousOnlyOperation(Exception):
    pass


class ValidationError(Exception):
    """One message, a list of them, or a dictionary of lists by field."""

    def __init__(self, message, code=None, params=None):
        super().__init__(message, code, params)
        self.code = code
        self.params = params
        if isinstance(message, ValidationError):
            if hasattr(message, "error_dict"):
                message = message.error_dict
            elif not hasattr(message, "message"):
                message = message.error_list
            else:
                self.code = message.code
                self.params = message.params
                message = message.message
        if isinstance(message, dict):
            self.error_dict = {}
            for field, messages in message.items():
                if not isinstance(messages, ValidationError):
                    messages = ValidationError(messages)
                self.error_dict[field] = messages.error_list
        elif isinstance(message, list):
            self.error_list = []
            for item in message:
                if not isinstance(item, ValidationError):
                    item = ValidationError(item)
                if hasattr(item, "error_dict"):
                    for part in item.error_dict.values():
                        self.error_list.extend(part)
                else:
                    self.error_list.extend(item.error_list)
        else:
            self.message = message
            self.error_list = [self]

    def _text(self):
        if self.params:
            return str(self.message) % self.params
        return str(self.message)

    @property
    def message_dict(self):
        return {field: ValidationError(errors).messages for field, errors in self.error_dict.items()}

    @property
    def messages(self):
        if hasattr(self, "error_dict"):
            found = []
            for errors in self.error_dict.values():
                for error in errors:
                    found.append(error._text())
            return found
        return [error._text() for error in self.error_list]

    def __str__(self):
        if hasattr(self, "error_dict"):
            return repr(self.message_dict)
        return repr(self.messages)

    def __repr__(self):
        return "ValidationError(%s)" % self
