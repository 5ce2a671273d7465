using Microsoft.AspNetCore.Mvc;

namespace KubeOps.Operator.Web.Webhooks.Admission.Validation;

/// <summary>Serves a <see cref="ValidationWebhook{TEntity}"/> at <c>/validate/{name of the type in lower case}</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class ValidationWebhookAttribute(Type entityType) : RouteAttribute($"/validate/{entityType.Name.ToLowerInvariant()}"), IWebhookAttribute
{
    public Uri Uri => new(Template, UriKind.Relative);
}
