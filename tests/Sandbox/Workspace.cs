using System.Net;
using System.Net.Sockets;

namespace InferOps.Sandbox;

/// <summary>Where things are in the repository, and the folder of one sandbox, removed with it.</summary>
public sealed class Workspace : IDisposable
{
    private Workspace(string folder) => Folder = folder;

    public static string Repository { get; } = FindRepository();

    public string Folder { get; }

    public static string Tool(string name) => Path.Combine(Repository, "artifacts", "tools", "bin", name);

    /// <summary>The program of a project, built in the configuration this one was built in.</summary>
    public static IReadOnlyList<string> Program(string project, string assembly)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return ["dotnet", Path.Combine(Repository, project, "bin", output.Parent!.Name, output.Name, assembly + ".dll")];
    }

    public static Workspace Create() => new(Directory.CreateTempSubdirectory("inferops-").FullName);

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>A loopback port that is free now.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Operator.sln"))) return folder.FullName;
        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository.");
    }
}
