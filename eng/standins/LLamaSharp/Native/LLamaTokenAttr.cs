namespace LLama.Native;

/// <summary>What kind of token a token is.</summary>
[Flags]
public enum LLamaTokenAttr
{
    Undefined = 0,
    Unknown = 1,
    Unused = 2,
    Normal = 4,
    Control = 8,
    UserDefined = 16,
    Byte = 32,
    Normalized = 64,
    LStrip = 128,
    RStrip = 256,
    SingleWord = 512,
}
