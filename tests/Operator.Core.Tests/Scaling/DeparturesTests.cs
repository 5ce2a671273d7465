using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Scaling;

public sealed class DeparturesTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ObservedPod Busy = Pod("busy"), Calm = Pod("calm"), Idle = Pod("idle"), New = Pod("new") with { ReadyAt = Noon.AddMinutes(5) };
    private static readonly Dictionary<string, double> Loads = new() { ["10.0.0.busy"] = 7, ["10.0.0.calm"] = 2, ["idle"] = 0 };

    public static TheoryData<string, ObservedPod[], int, (string, int)[]> Marks => new()
    {
        { "the idle-most is marked", [Busy, Calm, Idle], 1, [("idle", -1)] },
        { "as many as leave are marked", [Busy, Calm, Idle], 2, [("idle", -1), ("calm", -1)] },
        { "nobody is marked when all leave", [Busy, Calm, Idle], 3, [] },
        { "nobody is marked when nobody leaves", [Busy, Calm, Idle], 0, [] },
        { "nobody is marked when replicas are added", [Busy, Calm, Idle], -2, [] },
        { "what is not measured yet counts as idle, the newest first", [Busy, New, Idle], 1, [("new", -1)] },
        { "replicas that are not ready leave first anyway", [Busy, Calm, Idle with { Ready = false }], 1, [] },
        { "and only the rest is chosen", [Busy, Calm, Idle with { Ready = false }], 2, [("calm", -1)] },
        { "what is on its way out already does not count", [Busy, Calm, Idle with { Terminating = true }], 1, [("calm", -1)] },
        { "a mark that is right is not written again", [Busy, Calm, Idle with { DeletionCost = -1 }], 1, [] },
        { "a mark that has become wrong is taken back", [Busy with { DeletionCost = -1 }, Calm, Idle], 1, [("idle", -1), ("busy", 0)] },
    };

    [Theory]
    [MemberData(nameof(Marks))]
    public void The_idle_most_leave_first(string sentence, ObservedPod[] pods, int leaving, (string, int)[] marks)
    {
        var found = Departures.Mark(pods, Loads, leaving);
        Assert.True(marks.SequenceEqual(found), $"{sentence}: {string.Join(", ", found)}");
    }

    [Fact]
    public void Unknown_loads_mark_nobody() => Assert.Empty(Departures.Mark([Busy, Calm, Idle], new Dictionary<string, double>(), 1));

    private static ObservedPod Pod(string name) => new() { Name = name, Pool = "onprem", Address = $"10.0.0.{name}", CreatedAt = Noon, Ready = true, ReadyAt = Noon };
}
