namespace KubeOps.Operator.Web.Webhooks;

/// <summary>Says where a webhook is served.</summary>
public interface IWebhookAttribute
{
    /// <summary>The path below the host.</summary>
    Uri Uri { get; }
}
