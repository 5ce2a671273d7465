using System.Runtime.InteropServices;

namespace LLama.Native;

/// <summary>A zero-based position in a sequence.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct LLamaPos
{
    public int Value;

    public static explicit operator int(LLamaPos pos) => pos.Value;

    public static implicit operator LLamaPos(int value) => new() { Value = value };

    public static LLamaPos operator ++(LLamaPos pos) => pos.Value + 1;

    public static LLamaPos operator --(LLamaPos pos) => pos.Value - 1;
}
