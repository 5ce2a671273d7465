namespace InferOps.Sandbox;

/// <summary>Where things are in the repository, and the folder of one sandbox, removed with it.</summary>
public sealed class Workspace : IDisposable
{
    private readonly FileStream _network;

    private Workspace(string folder, byte network, FileStream claim) => (Folder, Network, _network) = (folder, network, claim);

    public static string Repository { get; } = FindRepository();

    public string Folder { get; }

    /// <summary>Second octet of the loopback addresses of this sandbox's pods; its services use the one 60 above. No two sandboxes on a machine share it.</summary>
    public byte Network { get; }

    public static string Tool(string name) => Path.Combine(Repository, "artifacts", "tools", "bin", name);

    /// <summary>The program of a project, built in the configuration this one was built in.</summary>
    public static IReadOnlyList<string> Program(string project, string assembly)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return ["dotnet", Path.Combine(Repository, project, "bin", output.Parent!.Name, output.Name, assembly + ".dll")];
    }

    public static Workspace Create()
    {
        for (byte network = 100; network < 160; network++)
        {
            if (Claim(network) is not { } claim) continue;
            var folder = Directory.CreateTempSubdirectory("inferops-").FullName;
            return new(folder, network, claim);
        }
        throw new InvalidOperationException("Sixty sandboxes run on this machine already; stop one.");
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        _network.Dispose();
    }

    /// <summary>The kernel gives the claim back when the process ends, however it ends.</summary>
    private static FileStream? Claim(byte network)
    {
        try
        {
            return new(Path.Combine(Path.GetTempPath(), $"inferops-127.{network}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Operator.sln"))) return folder.FullName;
        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository.");
    }
}
