using System.Security.Cryptography.X509Certificates;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace InferOps.LocalCluster.Client;

/// <summary>How to reach an API server and as whom, read from a kubeconfig file. Exec and auth-provider plugins are refused by name.</summary>
public sealed record Kubeconfig(Uri Server, string? AuthorityPem, string? CertificatePem, string? KeyPem, string? Token)
{
    /// <exception cref="FormatException">The file lacks the context, the cluster or a usable credential.</exception>
    public static Kubeconfig Load(string path, string? context = null)
    {
        try
        {
            return Parse(File.ReadAllText(path), context, Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (FormatException error)
        {
            throw new FormatException($"{path}: {error.Message}", error);
        }
    }

    /// <param name="text">The YAML of a kubeconfig.</param>
    /// <param name="context">Which context; the current one when null.</param>
    /// <param name="folder">What relative file names in it are relative to.</param>
    /// <exception cref="FormatException">The text lacks the context, the cluster or a usable credential.</exception>
    public static Kubeconfig Parse(string text, string? context = null, string folder = ".")
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        if (yaml.Documents.Count == 0 || yaml.Documents[0].RootNode is not YamlMappingNode root) throw new FormatException("not a kubeconfig.");
        var wanted = context ?? Scalar(root, "current-context") ?? throw new FormatException("there is no current-context.");
        var chosen = Named(root, "contexts", wanted, "context");
        var cluster = Named(root, "clusters", Scalar(chosen, "cluster") ?? "", "cluster");
        var user = Named(root, "users", Scalar(chosen, "user") ?? "", "user");
        foreach (var plugin in (string[])["exec", "auth-provider"])
            if (user.Children.ContainsKey(plugin)) throw new FormatException($"user credentials of type {plugin} are not supported; use a token or a client certificate.");
        if (Scalar(cluster, "insecure-skip-tls-verify") == "true") throw new FormatException("give the certificate authority; an unverified server is refused.");
        return new Kubeconfig(
            new Uri((Scalar(cluster, "server") ?? throw new FormatException("the cluster has no server.")).TrimEnd('/') + "/"),
            Pem(cluster, "certificate-authority", folder),
            Pem(user, "client-certificate", folder),
            Pem(user, "client-key", folder),
            Scalar(user, "token") ?? (Scalar(user, "tokenFile") is { } file ? File.ReadAllText(Path.Combine(folder, file)).Trim() : null));
    }

    internal X509Certificate2? ClientCertificate() =>
        CertificatePem is not null && KeyPem is not null ? X509Certificate2.CreateFromPem(CertificatePem, KeyPem) : null;

    private static YamlMappingNode Named(YamlMappingNode root, string list, string name, string body)
    {
        if (root.Children.TryGetValue(list, out var node) && node is YamlSequenceNode items)
            foreach (var item in items.OfType<YamlMappingNode>())
                if (Scalar(item, "name") == name && item.Children.TryGetValue(body, out var found) && found is YamlMappingNode mapping) return mapping;
        throw new FormatException($"there is no entry '{name}' in {list}.");
    }

    private static string? Pem(YamlMappingNode node, string field, string folder)
    {
        if (Scalar(node, field + "-data") is { } inline) return Encoding.UTF8.GetString(Convert.FromBase64String(inline));
        return Scalar(node, field) is { } file ? File.ReadAllText(Path.Combine(folder, file)) : null;
    }

    private static string? Scalar(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) && value is YamlScalarNode { Value: { Length: > 0 } text } ? text : null;
}
