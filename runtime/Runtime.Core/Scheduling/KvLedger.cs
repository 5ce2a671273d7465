namespace InferOps.Runtime.Core.Scheduling;

/// <summary>Who may use how many KV cells. A sequence reserves what it can ever need before it starts, so a running one never lacks a cell.</summary>
internal sealed class KvLedger(int cells)
{
    public int Cells { get; } = cells;

    public int Reserved { get; private set; }

    public bool TryReserve(int count)
    {
        if (count > Cells - Reserved) return false;
        Reserved += count;
        return true;
    }

    public void Release(int count) => Reserved -= count;
}
