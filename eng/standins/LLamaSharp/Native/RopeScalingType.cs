namespace LLama.Native;

/// <summary>How positions beyond the trained context are scaled.</summary>
public enum RopeScalingType
{
    Unspecified = -1,
    None = 0,
    Linear = 1,
    Yarn = 2,
    LongRope = 3,
}
