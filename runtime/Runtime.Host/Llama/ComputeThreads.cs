using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LLama.Native;

namespace InferOps.Runtime.Host.Llama;

/// <summary>The threads that compute on CPUs, kept from one step to the next and shared by all contexts of the engine thread.</summary>
/// <remarks>
/// Left to itself, a llama.cpp without OpenMP starts and ends its threads for every step. That costs system calls, and a thread that is started while others are
/// busy begins its life behind the one that waits for it: one stream on two CPUs is up to four times slower then. For the same reason each thread is bound to
/// a CPU where there are as many threads as CPUs: work of other threads costs what it takes, and never puts two that wait for each other on one CPU.
/// </remarks>
/// <param name="count">Threads, the engine's own included.</param>
/// <param name="poll">How long they look out for the next step before they sleep; 0: not at all.</param>
internal sealed class ComputeThreads(int count, int poll)
{
    /// <summary>Some milliseconds, several times what lies between two steps, so that an idle replica costs nothing.</summary>
    public const int PollBetweenSteps = 1;

    private const string Library = "llama";
    private const int CpuDevice = 0;

    private readonly HashSet<SafeLLamaContextHandle> _contexts = [];
    private nint _pool;

    static ComputeThreads() => NativeLibrary.SetDllImportResolver(typeof(ComputeThreads).Assembly, Resolve);

    private delegate nint Start(in Parameters parameters);

    private delegate void End(nint pool);

    /// <summary>Lets a context compute with these threads from now on. Called by the engine thread, after which they are named, before every step.</summary>
    public void Attach(SafeLLamaContextHandle context)
    {
        if (!_contexts.Add(context) || !OperatingSystem.IsLinux()) return;
        if (_pool == 0) _pool = Function<Start>("ggml_threadpool_new")(Wanted());
        llama_attach_threadpool(context, _pool, _pool);
    }

    /// <summary>A context is no more. The threads end with the last one.</summary>
    public void Detach(SafeLLamaContextHandle context)
    {
        if (!_contexts.Remove(context) || _contexts.Count > 0 || _pool == 0) return;
        Function<End>("ggml_threadpool_free")(_pool);
        _pool = 0;
    }

    private Parameters Wanted()
    {
        var parameters = default(Parameters);
        ggml_threadpool_params_init(ref parameters, count);
        parameters.Poll = (uint)poll;
        var cpus = CpuSet.Read();
        if (cpus.Count != count) return parameters;
        foreach (var cpu in cpus) parameters.Cpus[cpu] = 1;
        parameters.Strict = 1;
        return parameters;
    }

    /// <summary>The kernels lie in a library of their own, one for each generation of CPU, which tells its functions by name.</summary>
    private static T Function<T>(string name)
        where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(ggml_backend_reg_get_proc_address(ggml_backend_dev_backend_reg(ggml_backend_dev_by_type(CpuDevice)), name));

    /// <summary>The very library that is loaded already, wherever it came from; through it those that it depends on are found, too.</summary>
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? paths)
    {
        if (name != Library) return 0;
        using var process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            if (module.ModuleName.StartsWith("libllama.", StringComparison.Ordinal)) return NativeLibrary.Load(module.FileName);
        }

        return 0;
    }

    [DllImport(Library)]
    private static extern void llama_attach_threadpool(SafeLLamaContextHandle context, nint pool, nint batchPool);

    [DllImport(Library)]
    private static extern void ggml_threadpool_params_init(ref Parameters parameters, int threads);

    [DllImport(Library)]
    private static extern nint ggml_backend_dev_by_type(int type);

    [DllImport(Library)]
    private static extern nint ggml_backend_dev_backend_reg(nint device);

    [DllImport(Library)]
    private static extern nint ggml_backend_reg_get_proc_address(nint registry, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    /// <summary><c>ggml_threadpool_params</c>: on which CPUs the threads may run, how many there are, how urgent they are, how long they poll, whether each has a CPU of its own, whether they sleep at first.</summary>
    private struct Parameters
    {
        public CpuMask Cpus;
        public int Threads;
        public int Priority;
        public uint Poll;
        public byte Strict;
        public byte Paused;
    }

    [InlineArray(CpuSet.Most)]
    private struct CpuMask
    {
        private byte _first;
    }
}
