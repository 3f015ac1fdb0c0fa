use soundings::{
    clock::Clock,
    questionnaire::{study, versions},
    settings::*,
    store::*,
    web::app::{self, Site},
};
#[actix_web::main]
async fn main() {
    let _ = std::fs::remove_dir_all("/tmp/trial");
    let flags = Flags {
        database: Some("sqlite:/tmp/trial/s.db".into()),
        data: Some("/tmp/trial".into()),
        listen: Some("127.0.0.1:8099".into()),
        ..Flags::default()
    };
    let settings = Settings::read(flags).unwrap();
    migrations::run(&settings.database).unwrap();
    let store = Store::open(&settings.database).unwrap();
    for folder in std::env::args().skip(1) {
        let files: Vec<(String, Vec<u8>)> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|e| {
                let p = e.unwrap().path();
                (
                    p.file_name().unwrap().to_string_lossy().into_owned(),
                    std::fs::read(p).unwrap(),
                )
            })
            .collect();
        let reading = study::read(&files);
        let Some(found) = reading.study else {
            for f in reading.findings.sorted().iter() {
                println!("{f:?}");
            }
            panic!("no study")
        };
        let now = Clock::running().now();
        let key = found.settings.key.clone();
        store
            .write(move |tx| {
                versions::add_study(tx, now, &found)?;
                versions::open(tx, now, &key)
            })
            .await
            .unwrap();
    }
    let site = Site::new(store, settings, Clock::running());
    let l = std::net::TcpListener::bind("127.0.0.1:8099").unwrap();
    println!("up");
    app::serve(site, l).await.unwrap();
}
