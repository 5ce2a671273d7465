namespace InferOps.LocalCluster.Kubelet.Volumes;

/// <summary>Makes a folder hold exactly the given files. Readers see each file either as it was or as it will be.</summary>
internal static class FolderSync
{
    /// <exception cref="IOException">A path leads out of the folder, or the disk refuses.</exception>
    public static void Write(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        var wanted = files.ToDictionary(file => Inside(folder, file.Key), file => file.Value);
        foreach (var (path, content) in wanted)
        {
            if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var fresh = path + ".new";
            File.WriteAllBytes(fresh, content);
            File.Move(fresh, path, overwrite: true);
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !wanted.ContainsKey(path)).ToList()) File.Delete(path);
    }

    private static string Inside(string folder, string path)
    {
        var full = Path.GetFullPath(Path.Combine(folder, path));
        return full.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal) ? full : throw new IOException($"The path {path} leads out of the volume.");
    }
}
