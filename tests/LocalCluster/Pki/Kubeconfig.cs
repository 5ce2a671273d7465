using System.Text;

namespace InferOps.LocalCluster.Pki;

/// <summary>Writes the file a client connects with; certificates and keys are within it, so it works from anywhere on this machine.</summary>
internal static class Kubeconfig
{
    /// <summary>Text of a kubeconfig with one cluster, one user and one context of that cluster's name.</summary>
    public static string Write(string cluster, string server, string authorityPem, string user, ClientCredential credential) => $"""
        apiVersion: v1
        kind: Config
        current-context: {cluster}
        clusters:
        - name: {cluster}
          cluster:
            server: {server}
            certificate-authority-data: {Base64(authorityPem)}
        users:
        - name: {Quote(user)}
          user:
            client-certificate-data: {Base64(credential.CertificatePem)}
            client-key-data: {Base64(credential.KeyPem)}
        contexts:
        - name: {cluster}
          context:
            cluster: {cluster}
            user: {Quote(user)}

        """;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>User names such as <c>system:serviceaccount:a:b</c> hold colons.</summary>
    private static string Quote(string text) => $"\"{text}\"";
}
