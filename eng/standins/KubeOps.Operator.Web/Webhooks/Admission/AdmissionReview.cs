using System.Text.Json.Serialization;

namespace KubeOps.Operator.Web.Webhooks.Admission;

/// <summary>The envelope of admission requests and responses.</summary>
public abstract class AdmissionReview
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion => "admission.k8s.io/v1";

    [JsonPropertyName("kind")]
    public string Kind => "AdmissionReview";
}

/// <summary>Why a request is refused.</summary>
public sealed record AdmissionStatus(
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("code")] int? Code = 200);
