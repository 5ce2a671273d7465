using System.Text.Json.Serialization;

namespace k8s.KubeConfigModels;

/// <summary>What a credential plugin prints.</summary>
public class ExecCredentialResponse
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; }

    [JsonPropertyName("kind")]
    public string Kind { get; set; }

    [JsonPropertyName("status")]
    public ExecStatus Status { get; set; }

    /// <summary>A token, a client certificate with its key, or both.</summary>
    public class ExecStatus
    {
#nullable enable
        public DateTime? ExpirationTimestamp { get; set; }

        public string? Token { get; set; }

        public string? ClientCertificateData { get; set; }

        public string? ClientKeyData { get; set; }
#nullable restore

        /// <returns>Whether there is anything to authenticate with.</returns>
        public bool IsValid() => !string.IsNullOrEmpty(Token) || (!string.IsNullOrEmpty(ClientCertificateData) && !string.IsNullOrEmpty(ClientKeyData));
    }
}
