using System.Text.RegularExpressions;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Kubelet.Launch;

/// <summary>
/// What the DNS of a cluster would answer, for processes that ask this machine's instead: the name of a service, wherever it occurs in an argument or a
/// variable, becomes its address. A name that no service has stays.
/// </summary>
internal sealed partial class ServiceNames(KubeClient client)
{
    public async Task<LaunchPlan> ResolveAsync(LaunchPlan plan, CancellationToken cancellation)
    {
        var addresses = new Dictionary<string, string>();
        foreach (var name in plan.Command.Concat(plan.Environment.Values).SelectMany(text => Name().Matches(text)).DistinctBy(match => match.Value))
            if (await AddressAsync(name, cancellation) is { } address) addresses[name.Value] = address;
        if (addresses.Count == 0) return plan;
        return plan with
        {
            Command = [.. plan.Command.Select(Replace)],
            Environment = plan.Environment.ToDictionary(variable => variable.Key, variable => Replace(variable.Value)),
        };

        string Replace(string text) => Name().Replace(text, match => addresses.GetValueOrDefault(match.Value, match.Value));
    }

    private async Task<string?> AddressAsync(Match name, CancellationToken cancellation) =>
        (await client.GetAsync(Resource.Services, name.Groups["space"].Value, name.Groups["service"].Value, cancellation))?.Text("spec", "clusterIP") is { } address and not "None" ? address : null;

    [GeneratedRegex(@"(?<![\w.-])(?<service>[a-z]([-a-z0-9]*[a-z0-9])?)\.(?<space>[a-z0-9]([-a-z0-9]*[a-z0-9])?)\.svc(\.cluster\.local)?(?![\w-]|\.\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
