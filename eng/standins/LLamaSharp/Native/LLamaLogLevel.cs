namespace LLama.Native;

/// <summary>Severity of a line that llama.cpp logs.</summary>
public enum LLamaLogLevel
{
    None = 0,
    Debug = 1,
    Info = 2,
    Warning = 3,
    Error = 4,
    Continue = 5,
}
