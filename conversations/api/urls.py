"""Addresses of this app below /v1/."""

from django.urls import path

from conversations.api import auth_views, chat_views, natural_views, recovery_views, session_views, user_views

urlpatterns = [
    path("auth/signup", auth_views.SignUpView.as_view(), name="signup"),
    path("auth/login", auth_views.LogInView.as_view(), name="login"),
    path("auth/refresh", auth_views.RefreshView.as_view(), name="refresh"),
    path("auth/logout", auth_views.LogOutView.as_view(), name="logout"),
    path("auth/logout/everywhere", auth_views.LogOutEverywhereView.as_view(), name="logout-everywhere"),
    path("auth/password/forgotten", recovery_views.ForgottenView.as_view(), name="password-forgotten"),
    path("auth/password/reset", recovery_views.NewPasswordView.as_view(), name="password-reset"),
    path("auth/code", recovery_views.ChatCodeView.as_view(), name="chat-code"),
    path("auth/link", recovery_views.LinkView.as_view(), name="link"),
    path("chat/messages", chat_views.MessagesView.as_view(), name="chat-messages"),
    path("recommend/", natural_views.PlainView.as_view(), name="recommend"),
    path("recommend", natural_views.PlainView.as_view(schema=None)),  # a redirect would turn it into a GET
    path("recommend/natural", natural_views.NaturalView.as_view(), name="natural"),
    path("sessions", session_views.SessionsView.as_view(), name="sessions"),
    path("sessions/metrics", session_views.MetricsView.as_view(), name="session-metrics"),
    path("sessions/<int:number>/metrics", session_views.OneMetricsView.as_view(), name="one-session-metrics"),
    path("user", user_views.UserView.as_view(), name="user"),
    path("user/export", user_views.ExportView.as_view(), name="user-export"),
    path("user/onboarding", user_views.OnboardingView.as_view(), name="user-onboarding"),
    path("user/profile", user_views.ProfileView.as_view(), name="user-profile"),
    path("user/reset", user_views.ResetView.as_view(), name="user-reset"),
]
