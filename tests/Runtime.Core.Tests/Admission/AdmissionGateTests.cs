using InferOps.Runtime.Core.Admission;

namespace InferOps.Runtime.Core.Tests.Admission;

public sealed class AdmissionGateTests
{
    [Fact]
    public void A_full_gate_lets_nobody_in_until_somebody_leaves()
    {
        var gate = new AdmissionGate(1);
        var ticket = gate.TryEnter();
        Assert.Null(gate.TryEnter());
        ticket!.Dispose();
        ticket.Dispose();
        Assert.Equal(0, gate.Count);
        Assert.NotNull(gate.TryEnter());
    }

    [Fact]
    public void A_closed_gate_is_emptied_when_the_last_one_leaves()
    {
        var gate = new AdmissionGate(2);
        var ticket = gate.TryEnter();
        gate.Close();
        Assert.Null(gate.TryEnter());
        Assert.Equal(1, gate.Count);
        Assert.False(gate.Emptied.IsCompleted);
        ticket!.Dispose();
        Assert.True(gate.Emptied.IsCompleted);
    }

    [Fact]
    public async Task Threads_never_exceed_the_capacity()
    {
        var gate = new AdmissionGate(3);
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                using var ticket = gate.TryEnter();
                if (ticket is not null) InterlockedMax(ref most, gate.Count);
            }
        })));
        Assert.InRange(most, 1, 3);
        Assert.Equal(0, gate.Count);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        var seen = Volatile.Read(ref target);
        while (value > seen && Interlocked.CompareExchange(ref target, value, seen) is var before && before != seen) seen = before;
    }
}
