using InferOps.Operator.Core.Services;
using InferOps.Operator.Reconciliation.Services;
using InferOps.Operator.Reconciliation.Tests.Fakes;

namespace InferOps.Operator.Reconciliation.Tests.Services;

public sealed class StatusMemoryTests
{
    private readonly StatusMemory _memory = new();

    [Fact]
    public void Until_the_watch_shows_a_write_the_written_status_counts()
    {
        _memory.Wrote(Stage.Reciter, 7, new() { DesiredReplicas = 3 });
        Assert.Equal(3, _memory.Newest(Shown(version: 6, desired: 1)).Status.DesiredReplicas);
        Assert.Equal(1, _memory.Newest(Shown(version: 7, desired: 1)).Status.DesiredReplicas);
        Assert.Equal(2, _memory.Newest(Shown(version: 9, desired: 2)).Status.DesiredReplicas);
    }

    [Fact]
    public void A_new_service_of_the_same_name_starts_anew()
    {
        _memory.Wrote(Stage.Reciter, 7, new() { DesiredReplicas = 3 });
        _memory.Forget(Stage.Reciter);
        Assert.Null(_memory.Newest(Shown(version: 1, desired: null)).Status.DesiredReplicas);
    }

    private static ObservedService Shown(long version, int? desired) => new()
    {
        Key = Stage.Reciter, Uid = "u", Generation = 1, ResourceVersion = version, Spec = Stage.Spec, Status = new() { DesiredReplicas = desired },
    };
}
