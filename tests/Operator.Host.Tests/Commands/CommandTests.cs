using InferOps.Operator.Host.Commands;
using InferOps.Operator.Host.Live;
using InferOps.Operator.Host.Tests.Fakes;
using InferOps.Operator.Host.Tests.Live;
using Microsoft.AspNetCore.Http;

namespace InferOps.Operator.Host.Tests.Commands;

/// <summary>What the chart's job and its test run.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly DefinitionFolder _definitions = new();
    private readonly StringWriter _output = new();

    private static CancellationToken Cancellation => LiveCluster.Cancellation;

    public void Dispose()
    {
        _definitions.Dispose();
        _output.Dispose();
    }

    [Fact]
    public async Task Definitions_are_made_and_upgraded_and_what_is_served_stays()
    {
        await using var cluster = await LiveCluster.StartAsync();
        for (var time = 0; time < 2; time++) Assert.Equal(0, await ApplyCrdsCommand.RunAsync(cluster.Admin, _definitions.Path, _output, Cancellation));
        var lines = _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["applied computepools.inferops.dev", "applied inferenceengines.inferops.dev", "applied inferenceservices.inferops.dev"], lines[..3]);
        Assert.Equal(0, await CheckAsync(cluster, _ => Task.CompletedTask));
    }

    [Fact]
    public async Task A_definition_that_is_refused_is_named_and_the_others_are_applied()
    {
        await using var cluster = await LiveCluster.StartAsync();
        _definitions.Write("bad", """{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"wrong.inferops.dev"},"spec":{"group":"inferops.dev"}}""");
        Assert.Equal(1, await ApplyCrdsCommand.RunAsync(cluster.Admin, _definitions.Path, _output, Cancellation));
        Assert.Contains("wrong.inferops.dev was refused: ", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("applied inferenceservices.inferops.dev", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_names_what_does_not_answer()
    {
        await using var cluster = await LiveCluster.StartAsync();
        Assert.Equal(1, await CheckAsync(cluster, context =>
        {
            if (context.Request.Path == "/readyz") context.Response.StatusCode = 503;
            return Task.CompletedTask;
        }));
        var lines = _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("/healthz: ok", lines[0]);
        Assert.StartsWith("/readyz: FAILED, ", lines[1], StringComparison.Ordinal);
        // No definitions were applied.
        Assert.All(lines[2..], line => Assert.Contains("FAILED", line, StringComparison.Ordinal));
        Assert.Equal(["computepools", "inferenceengines", "inferenceservices in a", "inferenceservices in b"], lines[2..].Select(line => line.Split(':')[0]));
    }

    private async Task<int> CheckAsync(LiveCluster cluster, RequestDelegate before)
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await before(context);
            await context.Response.WriteAsync("ok");
        });
        return await new CheckCommand(cluster.Admin, new WatchedNamespaces(["a", "b"]), _output).RunAsync(server.Url, Cancellation);
    }
}
