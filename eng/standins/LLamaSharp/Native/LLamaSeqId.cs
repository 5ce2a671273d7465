using System.Runtime.InteropServices;

namespace LLama.Native;

/// <summary>Number of a sequence in a context, from 0 on.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct LLamaSeqId
{
    public int Value;

    public static readonly LLamaSeqId Zero = new() { Value = 0 };

    public static explicit operator int(LLamaSeqId pos) => pos.Value;

    public static explicit operator LLamaSeqId(int value) => new() { Value = value };
}
