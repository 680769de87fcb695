Console.WriteLine("EchoServer");
