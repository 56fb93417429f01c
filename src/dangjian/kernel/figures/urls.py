from typing import Any

app_name = "figures"
urlpatterns: list[Any] = []
