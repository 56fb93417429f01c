from typing import Any

app_name = "obligations"
urlpatterns: list[Any] = []
