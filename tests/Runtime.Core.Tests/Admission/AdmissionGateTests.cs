using InferOps.Runtime.Core.Admission;

namespace InferOps.Runtime.Core.Tests.Admission;

public sealed class AdmissionGateTests
{
    [Fact]
    public void A_full_gate_lets_nobody_in_until_somebody_leaves()
    {
        var gate = new AdmissionGate(0, 1);
        var ticket = Enter(gate, "a");
        Assert.Equal(RejectionReason.QueueFull, gate.TryEnter("a", 1, out _));
        ticket.Dispose();
        ticket.Dispose();
        Assert.Equal(0, gate.Count);
        _ = Enter(gate, "a");
    }

    [Fact]
    public void A_closed_gate_is_emptied_when_the_last_one_leaves()
    {
        var gate = new AdmissionGate(0, 2);
        var ticket = Enter(gate, "a");
        gate.Close();
        Assert.Equal(RejectionReason.QueueFull, gate.TryEnter("a", 1, out _));
        Assert.Equal(1, gate.Count);
        Assert.False(gate.Emptied.IsCompleted);
        ticket.Dispose();
        Assert.True(gate.Emptied.IsCompleted);
    }

    [Fact]
    public void A_group_enters_as_one_or_not_at_all()
    {
        var gate = new AdmissionGate(0, 5);
        Assert.Null(gate.TryEnter("a", 3, out var first));
        Assert.Equal((3, 3), (first.Length, gate.Count));
        Assert.Equal(RejectionReason.QueueFull, gate.TryEnter("a", 3, out _));
        Assert.Equal(3, gate.Count);
        Assert.Null(gate.TryEnter("a", 2, out _));
    }

    [Fact]
    public void A_key_alone_may_take_everything()
    {
        var gate = new AdmissionGate(0, 100);
        for (var i = 0; i < 100; i++) _ = Enter(gate, "a");
        Assert.Equal(RejectionReason.QueueFull, gate.TryEnter("a", 1, out _));
    }

    [Fact]
    public void Once_there_are_several_keys_one_cannot_take_everything()
    {
        var gate = new AdmissionGate(0, 100);
        Enter(gate, "b").Dispose();
        var taken = new List<AdmissionTicket>();
        while (gate.TryEnter("a", 1, out var tickets) is null) taken.AddRange(tickets);
        Assert.InRange(taken.Count, 79, 82);
        Assert.Equal(RejectionReason.KeyQueueFull, gate.TryEnter("a", 1, out _));

        // Others find room, and the more they take the less anybody may have.
        for (var i = 0; i < 10; i++) _ = Enter(gate, "b");
        foreach (var ticket in taken.Take(35)) ticket.Dispose();
        Assert.Null(gate.TryEnter("a", 1, out _));
        while (gate.TryEnter("b", 1, out _) is null) Assert.InRange(gate.Count, 0, 100);
        Assert.Equal(RejectionReason.KeyQueueFull, gate.TryEnter("a", 1, out _));
    }

    [Fact]
    public void No_key_is_kept_from_a_sequence_that_is_free()
    {
        var gate = new AdmissionGate(16, 2);
        for (var i = 0; i < 16; i++) _ = Enter(gate, i < 4 ? "a" : "b");
        Assert.Equal(RejectionReason.KeyQueueFull, gate.TryEnter("b", 1, out _));
        _ = Enter(gate, "a");
    }

    [Fact]
    public async Task Threads_exceed_neither_the_capacity_nor_leave_a_place_behind()
    {
        var gate = new AdmissionGate(0, 3);
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                if (gate.TryEnter($"{(thread + i) % 3}", 1, out var tickets) is not null) continue;
                InterlockedMax(ref most, gate.Count);
                tickets[0].Dispose();
            }
        })));
        Assert.InRange(most, 1, 3);
        Assert.Equal(0, gate.Count);
        foreach (var key in new[] { "0", "1", "2" }) Enter(gate, key).Dispose();
    }

    private static AdmissionTicket Enter(AdmissionGate gate, string key)
    {
        Assert.Null(gate.TryEnter(key, 1, out var tickets));
        return Assert.Single(tickets);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        var seen = Volatile.Read(ref target);
        while (value > seen && Interlocked.CompareExchange(ref target, value, seen) is var before && before != seen) seen = before;
    }
}
