using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Scheduling;

/// <summary>The sequence ids of a context. Cells of finished sequences stay as long as nobody needs the room: the next prompt may begin like the last.</summary>
internal sealed class SlotPool(IInferenceModel model)
{
    /// <summary>Tokens in common that are worth a copy, or a short wait for somebody who is evaluating them.</summary>
    public const int Worthwhile = 16;

    private readonly Slot[] _slots = [.. Enumerable.Range(0, model.Description.MaxSequences).Select(id => new Slot(id))];
    private readonly bool _shares = model.Description.SharesPrefixes;
    private long _uses;

    public bool HasFree => Array.Exists(_slots, slot => slot.User is null);

    private IEnumerable<Slot> Free => _slots.Where(slot => slot.User is null);

    /// <summary>Gives a sequence the free slot whose cells it can go on with, or else the one not needed for longest.</summary>
    public void Enter(Sequence sequence)
    {
        var slot = Free.OrderByDescending(free => Continues(sequence, free)).ThenBy(free => free.LastUse).First();
        var kept = Common(sequence, slot);
        if (kept < slot.LeftoverCells) model.Remove(slot.Id, kept == 0 ? -1 : kept, -1);
        slot.Enter(sequence, kept);
        sequence.Slot = slot;
        Touch(slot);
    }

    /// <summary>Lets a sequence begin where cells of its prompt are already, its own or another's.</summary>
    /// <param name="sequence">A sequence with a slot that has not evaluated anything.</param>
    /// <param name="older">Those that started before it.</param>
    /// <returns>False while an older sequence evaluates more of the same prompt: the cells will be there in a moment.</returns>
    public bool TryPlace(Sequence sequence, IEnumerable<Sequence> older)
    {
        var own = sequence.Slot!;
        if (!_shares)
        {
            own.Place(0);
            return true;
        }

        var donor = _slots.MaxBy(slot => slot == own ? own.LeftoverCells : Common(sequence, slot))!;
        var shared = donor == own ? own.LeftoverCells : Common(sequence, donor);
        if (older.Any(other => sequence.CommonWith(other.Tokens) - shared >= Worthwhile)) return false;
        if (donor != own && shared > own.LeftoverCells)
        {
            if (own.LeftoverCells > 0) model.Remove(own.Id, -1, -1);
            model.Copy(donor.Id, own.Id, 0, shared);
            Touch(donor);
        }

        own.Place(Math.Max(shared, own.LeftoverCells));
        return true;
    }

    /// <summary>Takes a slot back; its cells stay if they can be shared.</summary>
    public void Leave(Sequence sequence)
    {
        var slot = sequence.Slot!;
        Touch(slot);
        if (_shares) slot.Leave();
        else Empty(slot);
        sequence.Slot = null;
    }

    /// <summary>Takes a slot back and frees its cells.</summary>
    public void Evict(Sequence sequence)
    {
        Empty(sequence.Slot!);
        sequence.Slot = null;
    }

    /// <summary>Frees leftover cells, those not needed for longest first, until at most <paramref name="cells"/> are left.</summary>
    public void TrimLeftovers(int cells)
    {
        while (Free.Sum(slot => slot.LeftoverCells) > cells) TryFreeLeftover();
    }

    /// <summary>Frees the leftover cells not needed for longest; false when there are none.</summary>
    public bool TryFreeLeftover()
    {
        if (Free.Where(slot => slot.LeftoverCells > 0).MinBy(slot => slot.LastUse) is not { } slot) return false;
        Empty(slot);
        return true;
    }

    private static int Common(Sequence sequence, Slot slot) => sequence.CommonWith(slot.Cells) is var common && common >= Worthwhile ? common : 0;

    private static int Continues(Sequence sequence, Slot slot) => Common(sequence, slot) == slot.LeftoverCells ? slot.LeftoverCells : 0;

    private void Empty(Slot slot)
    {
        model.Remove(slot.Id, -1, -1);
        slot.Empty();
    }

    private void Touch(Slot slot) => slot.LastUse = ++_uses;
}
