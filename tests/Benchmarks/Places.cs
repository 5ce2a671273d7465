namespace InferOps.Benchmarks;

/// <summary>Where things lie in the repository that this program was built in.</summary>
internal static class Places
{
    public static string Root { get; } = FindRoot();

    public static string Artifacts { get; } = Path.Combine(Root, "artifacts");

    public static string Models { get; } = Path.Combine(Artifacts, "models");

    /// <summary>The runtime that was built with this program, in the same configuration.</summary>
    public static string BuiltRuntime { get; } = FindRuntime();

    private static string FindRuntime()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Root, "runtime", "Runtime.Host", "bin", here.Parent!.Name, here.Name, "inferops-runtime.dll");
    }

    /// <summary>The folder of the solution; the current one for a copy that lies elsewhere.</summary>
    private static string FindRoot()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        while (here is not null && !File.Exists(Path.Combine(here.FullName, "Operator.sln"))) here = here.Parent;
        return here?.FullName ?? Environment.CurrentDirectory;
    }
}
