using Microsoft.AspNetCore.Mvc;

namespace KubeOps.Operator.Web.Webhooks.Admission.Mutation;

/// <summary>Serves a <see cref="MutationWebhook{TEntity}"/> at <c>/mutate/{name of the type in lower case}</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class MutationWebhookAttribute(Type entityType) : RouteAttribute($"/mutate/{entityType.Name.ToLowerInvariant()}"), IWebhookAttribute
{
    public Uri Uri => new(Template, UriKind.Relative);
}
