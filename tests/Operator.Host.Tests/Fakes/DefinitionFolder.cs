using InferOps.TestKit;

namespace InferOps.Operator.Host.Tests.Fakes;

/// <summary>The repository's custom resource definitions as the chart mounts them: one JSON file each.</summary>
internal sealed class DefinitionFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inferops-crds-");

    public DefinitionFolder()
    {
        foreach (var file in Directory.EnumerateFiles(System.IO.Path.Combine(Golden.RepositoryRoot, "crds"), "*.yaml"))
            Write(System.IO.Path.GetFileNameWithoutExtension(file), Yaml.Read(File.ReadAllText(file)).Single().ToJsonString());
    }

    public string Path => _folder.FullName;

    public void Write(string name, string json) => File.WriteAllText(System.IO.Path.Combine(Path, name + ".json"), json);

    public void Dispose() => _folder.Delete(recursive: true);
}
