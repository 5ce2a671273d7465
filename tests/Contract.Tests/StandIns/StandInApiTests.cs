using System.Reflection;

namespace InferOps.Contract.Tests.StandIns;

/// <summary>
/// Everything a stand-in offers, the real package offers too, with the same signature: otherwise code would build here and
/// nowhere else. The recorded lines that we use are kept in <c>upstream-api/</c>. After using more of a package, refresh them
/// from a folder with the full recordings:
/// <code>UPDATE_GOLDEN=1 UPSTREAM_API=&lt;folder&gt; dotnet run --project tests/Contract.Tests -- --filter-class '*StandInApiTests'</code>
/// </summary>
public sealed class StandInApiTests
{
    public static TheoryData<string, string> StandIns => new()
    {
        { "KubernetesClient", "KubernetesClient.19.0.2.txt" },
        { "KubeOps.Abstractions", "KubeOps.Abstractions.13.1.2.txt" },
        { "KubeOps.KubernetesClient", "KubeOps.KubernetesClient.13.1.2.txt" },
        { "KubeOps.Operator", "KubeOps.Operator.13.1.2.txt" },
        { "KubeOps.Operator.Web", "KubeOps.Operator.Web.13.1.2.txt" },
        { "LLamaSharp", "LLamaSharp.0.27.0.txt" },
        { "prometheus-net", "Prometheus.NetStandard.8.2.1.txt" },
        { "prometheus-net.AspNetCore", "Prometheus.AspNetCore.8.2.1.txt" },
    };

    [Theory]
    [MemberData(nameof(StandIns))]
    public void Every_public_member_exists_upstream_with_the_same_signature(string assemblyName, string recording)
    {
        var offered = ApiPrinter.Print(Assembly.Load(assemblyName)).ToList();
        var recorded = Recording.Read(recording, offered);

        var missing = offered.Where(line => !recorded.Covers(line)).ToList();

        Assert.True(missing.Count == 0, $"{missing.Count} lines of {assemblyName} are not in {recording}:\n{string.Join('\n', missing.Select(recorded.Explain))}");
    }

    [Fact]
    public void A_member_that_upstream_lacks_is_found()
    {
        var recorded = Recording.Of(["A.B : class : System.IDisposable", "A.B.Run(int count) -> void"]);

        Assert.True(recorded.Covers("A.B : class"));
        Assert.True(recorded.Covers("A.B.Run(int count) -> void"));
        Assert.False(recorded.Covers("A.B.Run(long count) -> void"));
        Assert.False(recorded.Covers("A.B : class : System.ICloneable"));
        Assert.Contains("A.B.Run(int count) -> void", recorded.Explain("A.B.Run(long count) -> void"), StringComparison.Ordinal);
    }
}
