using System.Globalization;
using System.Runtime.InteropServices;

namespace LLama.Native;

/// <summary>A pointer that the library gave and that must be given back.</summary>
public abstract class SafeLLamaHandleBase : SafeHandle
{
    private protected SafeLLamaHandleBase() : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    public override string ToString() => handle.ToString("x16", CultureInfo.InvariantCulture);
}
